// The upstream service. It knows who is asking and says so in the baggage of all
// that it does for the request; the call of service B takes the baggage along.

import { metrics } from '@opentelemetry/api';
import { logs, SeverityNumber } from '@opentelemetry/api-logs';
import { runWithBaggage } from '@otel-baggage/core';
import { serve } from './serve.mjs';

const { SERVICE_B_URL } = process.env;
if (!SERVICE_B_URL) {
  console.error('service-a needs SERVICE_B_URL, as http://127.0.0.1:8081');
  process.exit(1);
}

const orders = metrics.getMeter('service-a').createCounter('orders.received');
const logger = logs.getLogger('service-a');

serve('service-a', () =>
  runWithBaggage(
    {
      'user.id': 'u-4711',
      'tenant.id': 'acme',
      'feature.flag': { value: 'spring sale', metadata: 'source=rollout' },
    },
    async () => {
      orders.add(1);
      logger.emit({
        severityNumber: SeverityNumber.INFO,
        severityText: 'INFO',
        body: 'asking service B for a price',
      });
      const response = await fetch(SERVICE_B_URL);
      if (!response.ok)
        throw new Error(`service B answered ${response.status}`);
      return { service: 'service-a', downstream: await response.json() };
    },
  ),
);
