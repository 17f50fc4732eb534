import { describe, expect, test } from "vitest";
import { ownersOf } from "../../../server/http/peer-owner.ts";

const HEAD =
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ";
const line = (local: string, remote: string, state: string, uid: number) =>
	`   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 42422 1 0000000000000000 100 0 0 10 0`;

/** 50000 connects to 4310. */
const FROM = "0100007F:C350";
const TO = "0100007F:10D6";

describe("whose end of a connection it is, from /proc/net/tcp", () => {
	test("is the user's whose port is connected to ours, not the one who listens", () => {
		const table = [HEAD, line(TO, FROM, "01", 1000), line(FROM, TO, "01", 1001), ""].join("\n");
		expect(ownersOf(table, 50_000, 4310)).toEqual([1001]);
	});

	test("is all of them when the same ports are connected at several addresses", () => {
		const table = [HEAD, line(FROM, TO, "01", 1000), line("0200007F:C350", TO, "01", 1001)].join("\n");
		expect(ownersOf(table, 50_000, 4310)).toEqual([1000, 1001]);
		const six = [HEAD, line("0000000000000000FFFF00000100007F:C350", `${"0".repeat(24)}0100007F:10D6`, "01", 7)];
		expect(ownersOf(six.join("\n"), 50_000, 4310)).toEqual([7]);
	});

	test("is nobody's for other ports, ends that were closed, and rubbish", () => {
		const table = [HEAD, line(FROM, TO, "06", 0), line(FROM, TO, "04", 0), line(TO, FROM, "01", 1), "rubbish"];
		expect(ownersOf(table.join("\n"), 50_000, 4310)).toEqual([]);
		expect(ownersOf("", 50_000, 4310)).toEqual([]);
	});
});
