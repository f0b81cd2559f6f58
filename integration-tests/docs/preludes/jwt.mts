/* eslint-disable @typescript-eslint/no-unused-vars -- for the block behind it */
// As `--import @otel-baggage/node/register` does.
import { IncomingMessage as Request } from 'node:http';
import { Socket } from 'node:net';
import { NodeSDK as Started } from '@opentelemetry/sdk-node';
import { withBaggage as added } from '@otel-baggage/node';

process.env.OTEL_TRACES_EXPORTER = 'none';
process.env.OTEL_METRICS_EXPORTER = 'none';
process.env.OTEL_LOGS_EXPORTER = 'none';
new Started(added({}, { included: ['tenant.id'] })).start();

const request = new Request(new Socket());
request.headers.authorization = 'Bearer good';
const response = {};
const verify = async (token: string) => {
  if (token !== 'good') throw new Error('invalid token');
  return { tenant: 'acme' };
};
