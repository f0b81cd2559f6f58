// The customers who may order, by API token. The gateway reads it to authenticate; the load
// generator to have a token, and to know which answers to expect.

/** `variant` is the group of the experiment on the order of products, `fraudCheck` the setting of the feature flag. */
export const CUSTOMERS = {
  'token-acme-1': customer('acme', 'gold', 'u-1001', 'A', 'standard'),
  'token-acme-2': customer('acme', 'gold', 'u-1002', 'B', 'standard'),
  'token-globex-1': customer('globex', 'gold', 'u-2001', 'A', 'deep'),
  'token-globex-2': customer('globex', 'gold', 'u-2002', 'B', 'deep'),
  'token-initech-1': customer('initech', 'silver', 'u-3001', 'A', 'standard'),
  'token-initech-2': customer('initech', 'silver', 'u-3002', 'B', 'standard'),
  'token-umbrella-1': customer('umbrella', 'free', 'u-4001', 'B', 'standard'),
  'token-visitor': customer('visitor', 'free', 'u-0001', 'A', 'standard'),
};

/** The customer in whose name a person sends headers from the page. */
export const VISITOR_TOKEN = 'token-visitor';

/**
 * Returns the entries that the gateway puts into the baggage of a request.
 *
 * @param customer one of {@link CUSTOMERS}
 * @param source where the request comes from
 * @param session the session's id
 * @returns entries, as `runWithBaggage` takes them
 */
export function baggageFor(customer, source, session) {
  return {
    'tenant.id': customer.tenant,
    'tenant.tier': customer.tier,
    'user.id': customer.user,
    'session.id': { value: session, metadata: 'ttl=1800' },
    'experiment.variant': customer.variant,
    'request.source': source,
    'feature.fraud-check': customer.fraudCheck,
  };
}

function customer(tenant, tier, user, variant, fraudCheck) {
  return { tenant, tier, user, variant, fraudCheck };
}
