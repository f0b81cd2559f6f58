// withBaggage where no NodeSDK can be found, as in a bundle.

const { diag } = require('@opentelemetry/api');
const { withBaggage } = require('@otel-baggage/node');

const processor = { onStart() {}, onEnd() {}, onEmit() {} };
const complete = config => withBaggage(config, { included: ['tenant.id'] });

const given = complete({ spanProcessors: [processor] });
const environment = complete();

let warning;
diag.setLogger({ warn: (_namespace, text) => (warning = text), debug() {} });
console.log(
  JSON.stringify({
    given: given.spanProcessors.length,
    last: given.spanProcessors[1] === processor,
    views: given.views.length,
    environment: { ...environment, views: undefined },
    warning,
  }),
);
