<?php
// As peer.py, of OpenTelemetry PHP.

use OpenTelemetry\API\Baggage\Baggage;
use OpenTelemetry\API\Baggage\Propagation\BaggagePropagator;
use OpenTelemetry\Context\Context;

spl_autoload_register(function (string $name) {
    [, $path] = explode('\\', $name, 2);
    require getenv('CHECKOUT') . '/src/' . strtr($path, '\\', '/') . '.php';
});

$propagator = BaggagePropagator::getInstance();
while (($line = fgets(STDIN)) !== false) {
    $carrier = ['baggage' => rtrim($line, "\n")];
    $context = $propagator->extract($carrier, null, Context::getRoot());
    $entries = [];
    foreach (Baggage::fromContext($context)->getAll() as $key => $entry) {
        $entries[] = [(string) $key, $entry->getValue()];
    }
    $sent = [];
    $propagator->inject($sent, null, $context);
    $told = ['entries' => $entries, 'sent' => $sent['baggage'] ?? null];
    $flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE;
    echo json_encode($told, $flags), "\n";
}
