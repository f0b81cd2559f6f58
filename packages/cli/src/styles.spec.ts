import { stylesOf } from './styles';

test.each([
  [true, {}, true],
  [false, {}, false],
  [undefined, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: 'false' }, false],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('on a terminal (%s) with %j there are colours: %s', (isTTY, env, isOn) => {
  const { red } = stylesOf({ write: () => {}, isTTY }, env);
  expect(red('a')).toBe(isOn ? '\x1b[31ma\x1b[39m' : 'a');
});
