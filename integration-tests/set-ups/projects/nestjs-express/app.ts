import 'reflect-metadata';
import type { IncomingMessage } from 'node:http';
import {
  Controller,
  Get,
  type MiddlewareConsumer,
  Module,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from './work.cjs';

@Controller()
class Works {
  @Get('work')
  work() {
    return work();
  }
}

@Module({
  controllers: [Works],
})
class AppModule {
  configure(consumer: MiddlewareConsumer) {
    consumer
      .apply(
        (request: IncomingMessage, response: unknown, next: () => void) => {
          const tenant = request.headers['x-tenant'] as string | undefined;
          runWithBaggageOnSpan({ 'tenant.id': tenant }, next);
        },
      )
      .forRoutes('*');
  }
}

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
console.log(await app.getUrl());
