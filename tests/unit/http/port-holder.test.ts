import { describe, expect, test } from "vitest";
import { listeningInodes, parseLsof, parseNetstat, parseTasklist } from "../../../server/http/listening-process.ts";

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

describe("who listens, on systems without /proc", () => {
	test("from lsof", () => {
		expect(parseLsof("p4242\nf21\ncnode\nf22\n")).toEqual({ pid: 4242, name: "node", home: null });
		expect(parseLsof("p4242\ncGoogle Chrome\nf22\n")).toEqual({ pid: 4242, name: "Google Chrome", home: null });
		expect(parseLsof("")).toBeNull();
		expect(parseLsof(undefined)).toBeNull();
	});

	test("from netstat and tasklist, in whatever language they speak", () => {
		const table = [
			"",
			"Aktive Verbindungen",
			"  Proto  Lokale Adresse         Remoteadresse          Status           PID",
			"  TCP    127.0.0.1:4310         127.0.0.1:50123        HERGESTELLT      7",
			"  TCP    127.0.0.1:50123        127.0.0.1:4310         HERGESTELLT      8",
			"  TCP    127.0.0.1:4310         0.0.0.0:0              ABHÖREN          4242",
			"  TCP    [::1]:4311             [::]:0                 ABHÖREN          4343",
		].join("\r\n");
		expect(parseNetstat(table, 4310)).toBe(4242);
		expect(parseNetstat(table, 4311)).toBe(4343);
		expect(parseNetstat(table, 50123)).toBeNull();
		expect(parseTasklist('\r\n"node.exe","4242","Console","1","61.000 K"\r\n')).toBe("node.exe");
		expect(parseTasklist("INFO: No tasks are running\r\n")).toBe("");
	});
});
