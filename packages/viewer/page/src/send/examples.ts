/** Headers to try out. */
export const EXAMPLES = [
  {
    name: 'valid',
    header: 'cart.id=c-4711;ttl=900,campaign=spring%20sale',
    note: 'Accepted whole.',
  },
  {
    name: 'broken',
    header:
      'cart.id=c-4711,no value,bad key=1,quoted="1",half=%2,naïve=ü,campaign=spring%20sale',
    note: 'Invalid members are dropped, the others are kept.',
  },
  {
    name: 'oversized',
    header: Array.from(
      { length: 30 },
      (_, index) => `part-${index}=${'x'.repeat(400)}`,
    ).join(','),
    note: 'More than 8192 bytes: members that do not fit are dropped.',
  },
  {
    name: 'hostile',
    header:
      'tenant.id=globex,tenant.tier=gold,user.id=admin,feature.fraud-check=none,synthetic=true,' +
      '__proto__=polluted,note=a%0D%0Aset-cookie:%20b=c;x=%0D%0A,cart.id=<script>alert(1)</script>',
    note: 'A caller that claims to be somebody else.',
  },
];
