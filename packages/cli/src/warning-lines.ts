import type { Styles } from './styles';
import { visible } from './visible';
import { wrap } from './wrap';

/** A warning in lines of `width` characters. */
export function warningLines(
  text: string,
  width: number,
  { yellow }: Styles,
): string {
  const lines = wrap(`warning: ${visible(text)}`, width, 2);
  return lines.join('\n').replace('warning:', yellow);
}
