// As peer.py, of OpenTelemetry C++.
#include <iostream>
#include <map>
#include <string>
#include "opentelemetry/baggage/propagation/baggage_propagator.h"

using namespace opentelemetry;

struct Carrier : context::propagation::TextMapCarrier {
  std::map<std::string, std::string> headers;
  nostd::string_view Get(nostd::string_view key) const noexcept override {
    auto found = headers.find(std::string(key));
    return found == headers.end() ? "" : nostd::string_view(found->second);
  }
  void Set(nostd::string_view key, nostd::string_view value) noexcept override {
    headers[std::string(key)] = std::string(value);
  }
};

static std::string Quoted(const std::string &text) {
  std::string json = "\"";
  for (char each : text) {
    if (each == '"' || each == '\\') json += '\\';
    json += each;
  }
  return json + "\"";
}

int main() {
  baggage::propagation::BaggagePropagator propagator;
  for (std::string line; std::getline(std::cin, line);) {
    Carrier received, sent;
    received.Set("baggage", line);
    context::Context root;
    auto context = propagator.Extract(received, root);
    std::string entries;
    baggage::GetBaggage(context)->GetAllEntries(
        [&](nostd::string_view key, nostd::string_view value) {
          if (!entries.empty()) entries += ",";
          entries += "[" + Quoted(std::string(key)) + "," +
                     Quoted(std::string(value)) + "]";
          return true;
        });
    propagator.Inject(sent, context);
    bool is_sent = sent.headers.count("baggage") > 0;
    std::cout << "{\"entries\":[" << entries << "],\"sent\":"
              << (is_sent ? Quoted(sent.headers["baggage"]) : "null") << "}\n";
  }
}
