// The downstream service. It reads the baggage for its own ends; nothing in here
// copies it onto telemetry.

import { metrics } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import { getBaggage } from '@otel-baggage/core';
import { serve } from './serve.mjs';

const meter = metrics.getMeter('service-b');
const priced = meter.createCounter('orders.priced');
const prices = meter.createHistogram('order.price', { unit: 'EUR' });
const logger = logs.getLogger('service-b');

serve('service-b', request => {
  const baggage = getBaggage();
  const user = baggage.getEntry('user.id')?.value;
  const tenant = baggage.getEntry('tenant.id')?.value;
  const flag = baggage.getEntry('feature.flag')?.value;
  const price = flag === 'spring sale' ? 80 : 100;

  priced.add(1);
  prices.record(price);
  logger.emit({
    severityNumber: SeverityNumber.INFO,
    severityText: 'INFO',
    body: 'order priced',
  });
  return {
    service: 'service-b',
    user,
    tenant,
    price,
    receivedHeader: request.headers.baggage,
  };
});
