// How far the load generator is, in one line.

const WIDTH = 30;

/**
 * Shows the progress until all is sent: on a terminal in a line that changes,
 * else in a line for each quarter.
 *
 * @param shop emits `change`
 */
export function showProgress(shop) {
  let shown = 0;
  shop.on('change', () => {
    const { planned, sent } = shop.load ?? {};
    if (!planned || sent <= shown) return;
    const isQuarter =
      Math.floor((4 * sent) / planned) > Math.floor((4 * shown) / planned);
    shown = sent;
    const line = `load      ${sent} of ${planned} requests`;
    if (process.stdout.isTTY) {
      const done = Math.round((WIDTH * sent) / planned);
      const bar = '█'.repeat(done) + '░'.repeat(WIDTH - done);
      process.stdout.write(`\r${line} ${bar}${sent === planned ? '\n' : ''}`);
    } else if (isQuarter) {
      console.log(line);
    }
  });
}
