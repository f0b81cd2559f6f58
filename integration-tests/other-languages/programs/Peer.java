// As peer.py, of OpenTelemetry Java.

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

public class Peer {
  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        public String get(Map<String, String> carrier, String key) {
          return carrier.get(key);
        }
      };

  public static void main(String[] args) throws Exception {
    var utf8 = StandardCharsets.UTF_8;
    var out = new PrintStream(System.out, true, utf8);
    var in = new BufferedReader(new InputStreamReader(System.in, utf8));
    var propagator = W3CBaggagePropagator.getInstance();
    for (String line; (line = in.readLine()) != null; ) {
      var context = propagator.extract(Context.root(), Map.of("baggage", line), GETTER);
      var entries =
          Baggage.fromContext(context).asMap().entrySet().stream()
              .map(e -> "[" + quoted(e.getKey()) + "," + quoted(e.getValue().getValue()) + "]")
              .collect(Collectors.joining(","));
      var sent = new HashMap<String, String>();
      propagator.inject(context, sent, Map::put);
      var header = sent.get("baggage");
      out.printf(
          "{\"entries\":[%s],\"sent\":%s}%n", entries, header == null ? "null" : quoted(header));
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
