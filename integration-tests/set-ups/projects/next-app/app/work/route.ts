import { runWithBaggageOnSpan } from '@otel-baggage/node';
import work from '../../work.cjs';

export function GET(request: Request) {
  const tenant = request.headers.get('x-tenant') ?? undefined;
  return runWithBaggageOnSpan({ 'tenant.id': tenant }, async () =>
    Response.json(await work()),
  );
}
