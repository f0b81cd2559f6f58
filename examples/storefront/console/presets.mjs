// Headers to try out.

export const PRESETS = [
  {
    name: 'valid',
    header: 'cart.id=c-4711;ttl=900,campaign=spring%20sale',
    note: 'Accepted whole, and passed on to all services next to what the gateway adds.',
  },
  {
    name: 'broken',
    header:
      'cart.id=c-4711,no value,bad key=1,quoted="1",half=%2,naïve=ü,campaign=spring%20sale',
    note: 'Members that the grammar does not allow are left out, the others are kept.',
  },
  {
    name: 'oversized',
    header: Array.from(
      { length: 30 },
      (_, index) => `part-${index}=${'x'.repeat(400)}`,
    ).join(','),
    note: 'More than 8192 bytes: what does not fit is left out whole. The gateway adds its own, which come first.',
  },
  {
    name: 'hostile',
    header:
      'tenant.id=globex,tenant.tier=gold,user.id=admin,feature.fraud-check=none,synthetic=true,' +
      '__proto__=polluted,note=a%0D%0Aset-cookie:%20b=c;x=%0D%0A,cart.id=<script>alert(1)</script>',
    note: 'The gateway does not believe who claims to be whom; the rest stays what it is: text.',
  },
];
