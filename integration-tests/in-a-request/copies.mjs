// Loads the packages as an ES module, as CommonJS, from another folder and as a
// bundle, and prints what each two of these copies make of each other.
//
// node copies.mjs <folder with node_modules and bundle.cjs>

import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as core from '@otel-baggage/core';
import * as metrics from '@otel-baggage/metrics';
import * as propagator from '@otel-baggage/propagator';
import * as internal from '@otel-baggage/propagator/internal';
import * as spanProcessor from '@otel-baggage/span-processor';

const require = createRequire(import.meta.url);
const exchange = require('./exchange.cjs');
const folder = process.argv[2];

const copies = {
  'ES module': { core, metrics, propagator, internal, spanProcessor },
  CommonJS: required(require),
  'another folder': required(createRequire(join(folder, 'index.cjs'))),
  bundle: require(join(folder, 'bundle.cjs')),
};

const results = {};
for (const [one, made] of Object.entries(copies)) {
  for (const [other, uses] of Object.entries(copies)) {
    results[`${one}, ${other}`] = await exchange(made, uses);
  }
}
console.log(JSON.stringify(results));

function required(require) {
  return {
    core: require('@otel-baggage/core'),
    metrics: require('@otel-baggage/metrics'),
    propagator: require('@otel-baggage/propagator'),
    internal: require('@otel-baggage/propagator/internal'),
    spanProcessor: require('@otel-baggage/span-processor'),
  };
}
