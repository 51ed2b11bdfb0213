/** "$12.30", "$0.0113", "$0.00039": two decimals, or three digits that count. */
export function formatUsd(usd: number): string {
  if (usd < 1e-12) return "$0";
  if (usd >= 0.9995) return `$${usd.toFixed(2)}`;
  const decimals = Math.min(12, 2 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(decimals).replace(/0+$/, "").replace(/\.(\d)$/, ".$10")}`;
}

/** How many runs to name the price of: a run of seconds costs too little to be read. */
export function runsPerPrice(servers: readonly { usd: number }[]): 1 | 1000 {
  return (servers[0]?.usd ?? 1) < 0.005 ? 1000 : 1;
}
