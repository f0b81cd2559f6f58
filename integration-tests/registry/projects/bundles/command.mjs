// The command, as a part of somebody's own program.
import '@otel-baggage/cli/dist/main.mjs';
