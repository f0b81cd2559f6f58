/** Says that requests by hand come after the load generator's. */
export function WaitForRound() {
  return (
    <p className="note" role="status">
      The load generator is still at work; its round is counted, so yours comes
      after it.
    </p>
  );
}
