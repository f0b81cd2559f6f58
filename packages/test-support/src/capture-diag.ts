import { DiagLogLevel } from '@opentelemetry/api';
import { recordDiag } from './record-diag';

/** {@link recordDiag} of all levels, without what the API says of it. */
export function captureDiag(): string[] {
  const said = recordDiag(DiagLogLevel.ALL);
  said.length = 0;
  return said;
}
