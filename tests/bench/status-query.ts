import { Agent, get } from "node:http";
import { monotonicMs, ms, percentile, type Row } from "./figures.ts";
import type { Installation } from "./installation.ts";

const ROUNDS = 3_000;
const WARM_UP = 300;

/** One connection, one request after the other, as a script that polls would do. */
export async function measureStatusQuery({ url, token }: Installation): Promise<Row> {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const ask = () =>
		new Promise<void>((resolve, reject) => {
			get(`${url}/api/v1/status`, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
				response.resume().once("end", resolve).once("error", reject);
			}).once("error", reject);
		});
	const samples: number[] = [];
	for (let round = 0; round < WARM_UP + ROUNDS; round++) {
		const began = monotonicMs();
		await ask();
		if (round >= WARM_UP) samples.push(monotonicMs() - began);
	}
	agent.destroy();
	const p99 = percentile(samples, 0.99);
	return {
		what: `status query over HTTP (p99 of ${ROUNDS})`,
		measured: ms(p99),
		compared: `median ${ms(percentile(samples, 0.5))}`,
		aim: "3 ms",
		met: p99 < 3,
	};
}
