# Reads headers, one a line; tells what OpenTelemetry Python understood of each,
# and what it sends on.
import json
import sys

from opentelemetry import baggage
from opentelemetry.baggage.propagation import W3CBaggagePropagator
from opentelemetry.context import Context

propagator = W3CBaggagePropagator()
for line in sys.stdin:
    context = propagator.extract({"baggage": [line.rstrip("\n")]}, Context())
    sent = {}
    propagator.inject(sent, context)
    entries = list(baggage.get_all(context).items())
    print(json.dumps({"entries": entries, "sent": sent.get("baggage")}))
