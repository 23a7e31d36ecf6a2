#!/usr/bin/env bash
# Measures the simulator beside the peers, alternating in one run, in processor seconds of one thread.
# Usage: benches/peers.sh DIR, where DIR holds the built peers `reference` and `p_odem`.
# Builds nothing: run `cargo build --release` first.
set -euo pipefail
peers=${1:?"usage: benches/peers.sh DIR"}
here=$(cd "$(dirname "$0")/.." && pwd)
ours="$here/target/release/frontdesk"
for program in "$peers/reference" "$peers/p_odem" "$ours"; do
    [ -x "$program" ] || { echo "$program is missing; build it first" >&2; exit 2; }
done
orders=${ORDERS:-1000000}
customers=${CUSTOMERS:-5000000}

TIMEFORMAT=%U
cpu() { # processor seconds of a command
    { time "$@" >/dev/null 2>&1; } 2>&1
}

row() { # name count seconds
    echo "$1 $2 $3" | awk '{ printf "  %-12s %6.2f s  %6.2f M/s\n", $1, $3, $2 / $3 / 1e6 }'
}

for round in 1 2 3; do
    echo "round $round: network, $orders orders"
    row reference "$orders" "$(cpu "$peers/reference" checkout "$orders" 1 fused)"
    row odem "$orders" "$(cpu "$peers/p_odem" checkout "$orders" 1)"
    row ours "$orders" "$(cpu "$ours" simulate "$here/scenarios/network.toml" --orders "$orders")"
    echo "round $round: M/M/1, $customers customers"
    row reference "$customers" "$(cpu "$peers/reference" mm1 "$customers" 1 fused)"
    row odem "$customers" "$(cpu "$peers/p_odem" mm1 "$customers" 1)"
    row ours "$customers" "$(cpu "$ours" simulate "$here/scenarios/mm1.toml" --orders "$customers")"
done
