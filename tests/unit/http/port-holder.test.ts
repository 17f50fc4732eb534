import { describe, expect, test } from "vitest";
import { listeningInodes } from "../../../server/http/port-holder.ts";

const HEAD =
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ";
const line = (local: string, state: string, inode: string) =>
	`   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`;

describe("the sockets that listen on a port, from /proc/net/tcp", () => {
	test("finds a listening one by its port in hexadecimal", () => {
		const table = [HEAD, line("0100007F:10D6", "0A", "42422"), line("0100007F:10D7", "0A", "7"), ""].join("\n");
		expect(listeningInodes(table, 4310)).toEqual(["42422"]);
	});

	test("reads the longer addresses of IPv6", () => {
		const table = [HEAD, line("00000000000000000000000001000000:0050", "0A", "99")].join("\n");
		expect(listeningInodes(table, 80)).toEqual(["99"]);
	});

	test("leaves out connections on the port, closed ones, and everything when there is nothing", () => {
		const table = [HEAD, line("0100007F:10D6", "01", "1"), line("0100007F:10D6", "06", "0"), "rubbish"].join("\n");
		expect(listeningInodes(table, 4310)).toEqual([]);
		expect(listeningInodes("", 4310)).toEqual([]);
	});
});
