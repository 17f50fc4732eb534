import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { NightshiftError } from "../contract/errors.ts";
import type { Dispatcher } from "./dispatch.ts";
import { portInUse } from "./port-holder.ts";
import { refuseUpgrade } from "./problem.ts";

/** What is on its way gets this long at a shutdown. */
const DRAIN_MS = 500;

/** What clients may take of the server: a program that only holds connections open must not keep a person out for long. */
export interface Limits {
	/** For a request's headers, and for a connection that says nothing, in milliseconds. */
	headersMs: number;
	/** For a whole request with its body, in milliseconds. Answers may take as long as they like. */
	requestMs: number;
	/** How often that is looked at, in milliseconds. */
	checkMs: number;
	/** Connections at once, WebSockets included; further ones are closed. Files for daemons and logs must be left. */
	connections: number;
}

const LIMITS: Limits = { headersMs: 10_000, requestMs: 60_000, checkMs: 2_000, connections: 1_000 };

export interface HttpServer {
	/** The port it listens on: the configured one, or the one the system chose for 0. */
	port: number;
	/** Hands requests to the dispatcher; those that came earlier have waited. */
	serve(dispatcher: Dispatcher): void;
	/** Takes no new connections, lets what runs finish for a moment, then ends it. */
	close(): Promise<void>;
}

/**
 * Takes the port, before anything else is set up: a port that is taken should be known at once.
 *
 * @throws NightshiftError `port-in-use` with who has it and what to do
 */
export async function listen(host: string, port: number, limits: Limits = LIMITS): Promise<HttpServer> {
	let dispatcher: Dispatcher | null = null;
	const waiting: ((dispatcher: Dispatcher) => void)[] = [];
	const hand = (act: (dispatcher: Dispatcher) => void) => (dispatcher ? act(dispatcher) : void waiting.push(act));

	const server = createServer({
		// Requests without a Host header are for the guard to refuse, like all others of no known host.
		requireHostHeader: false,
		headersTimeout: limits.headersMs,
		requestTimeout: limits.requestMs,
		connectionsCheckingInterval: limits.checkMs,
	});
	server.maxConnections = limits.connections;
	server.on("request", (request, response) => hand((to) => to.request(request, response)));
	server.on("upgrade", (request, socket, head) => {
		// While it waits nobody else listens: a peer that resets the connection must not end the dashboard.
		socket.on("error", () => socket.destroy());
		hand((to) => to.upgrade(request, socket, head));
	});
	server.on("connect", (_request, socket) => {
		refuseUpgrade(socket, { code: "bad-request", message: "This is not a proxy." });
	});
	// Sockets that became WebSockets are the server's no more, and would keep it from closing.
	const sockets = new Set<Socket>();
	server.on("connection", (socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	await bind(server, host, port);

	return {
		port: (server.address() as AddressInfo).port,
		serve(to) {
			dispatcher = to;
			for (const act of waiting.splice(0)) act(to);
		},
		async close() {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeIdleConnections();
			const force = setTimeout(() => {
				for (const socket of sockets) socket.destroy();
			}, DRAIN_MS);
			await closed;
			clearTimeout(force);
		},
	};
}

async function bind(server: Server, host: string, port: number): Promise<void> {
	const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
		server.once("error", resolve);
		server.listen({ host, port, exclusive: true }, () => {
			server.off("error", resolve);
			resolve(null);
		});
	});
	if (!failure) return;
	if (failure.code === "EADDRINUSE") throw await portInUse(host, port);
	throw new NightshiftError("port-in-use", describeFailure(failure, host, port), { port }, { cause: failure });
}

function describeFailure({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
	switch (code) {
		case "EACCES":
			return `Port ${port} may not be used by this user: choose one above 1023 with \`nightshift start --port 4310\`.`;
		case "EADDRNOTAVAIL":
		case "ENOTFOUND":
			return `The address ${host} is not one of this machine: set "dashboard": {"host": "127.0.0.1"} in config.json.`;
		default:
			return `The dashboard cannot listen on ${host}, port ${port}: ${message}.`;
	}
}
