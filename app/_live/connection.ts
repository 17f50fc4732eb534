import type { Delta } from "../../server/contract/state.ts";
import { advance, catchUp, type Position } from "./sequence.ts";
import { onSignIn, sessionHeaders, sessionKey } from "./session-key.ts";
import { liveSocket, request } from "./socket.ts";
import { type Connection, type Live, liveStore } from "./store.ts";

/** How often the round trip is measured; the same request finds out whether a change went missing. */
const CHECK_MS = 10_000;
/** After a refused connection or a failed sync; a lost connection is retried by the socket itself. */
const RETRY_MS = 2_000;
const SETTLED_LIMIT = 100;

/** Connects the page and keeps the store true to the dashboard. Returns what undoes it. */
export function connectLive(): () => void {
	const socket = liveSocket();
	let lastHeard: number | null = null;
	let syncing = false;
	let reconnect: ReturnType<typeof setTimeout> | undefined;
	let resync: ReturnType<typeof setTimeout> | undefined;

	const heard = (position: Position, more: Partial<Live> = {}) => {
		lastHeard = Date.now();
		liveStore.setState({ position, ...more });
	};

	async function sync(): Promise<void> {
		if (syncing) return;
		syncing = true;
		clearTimeout(resync);
		const { position } = liveStore.getState();
		const from = performance.now();
		try {
			const reply = await request("state:sync", position && { epoch: position.epoch, rev: position.rev });
			const latencyMs = performance.now() - from;
			const next = catchUp(liveStore.getState().position, reply);
			if (next) heard(next, { latencyMs, connection: { status: "online" } });
			else liveStore.setState({ position: null });
			syncing = false;
			if (!next) await sync();
		} catch {
			// The socket went away, and its next connection syncs; or the dashboard is too busy, which a moment mends.
			syncing = false;
			if (socket.connected) resync = setTimeout(sync, RETRY_MS);
		}
	}

	function take(delta: Delta): void {
		const { position } = liveStore.getState();
		const next = position && advance(position, delta);
		if (!next) {
			void sync();
		} else if (next !== position) {
			heard(next, delta.change.type === "question" ? { settled: settledWith(delta) } : {});
		}
	}

	function lost(): void {
		const { connection } = liveStore.getState();
		if (connection.status === "lost" || connection.status === "signed-out") return;
		const since = connection.status === "connecting" ? connection.since : Date.now();
		set({ status: "lost", since, lastHeard });
	}

	/** Without a key the dashboard would only refuse: there is nothing to try until this browser is signed in again. */
	function connect(): void {
		clearTimeout(reconnect);
		if (sessionKey() === null) signedOut();
		else socket.connect();
	}

	function signedOut(): void {
		set({ status: "signed-out" });
		clearTimeout(reconnect);
		socket.disconnect();
	}

	function tryAgain(): void {
		clearTimeout(reconnect);
		reconnect = setTimeout(connect, RETRY_MS);
	}

	function onDisconnect(reason: string): void {
		lost();
		// The socket itself only reconnects when the network failed, not when the dashboard closed it.
		if (reason === "io server disconnect") tryAgain();
	}

	async function onConnectError(error: Error & { data?: { code?: unknown } }): Promise<void> {
		lost();
		const refused = error.data?.code === "not-signed-in" || (await isSignedOut());
		if (socket.connected) return; // Meanwhile another tab has signed in.
		if (refused) signedOut();
		else if (!socket.active) tryAgain();
	}

	/** The tab was asleep, the network is back, or another tab has signed in: do not wait for the next attempt. */
	function wake(): void {
		if (document.visibilityState === "hidden") return;
		if (socket.connected) void sync();
		else connect();
	}

	const onConnect = () => void sync();
	socket.on("connect", onConnect);
	socket.on("disconnect", onDisconnect);
	socket.on("connect_error", onConnectError);
	socket.on("state:delta", take);
	window.addEventListener("online", wake);
	document.addEventListener("visibilitychange", wake);
	const check = setInterval(() => {
		if (socket.connected && document.visibilityState === "visible") void sync();
	}, CHECK_MS);
	const forgetSignIn = onSignIn(connect);
	set({ status: "connecting", since: Date.now() });
	connect();

	return () => {
		clearInterval(check);
		forgetSignIn();
		clearTimeout(reconnect);
		clearTimeout(resync);
		window.removeEventListener("online", wake);
		document.removeEventListener("visibilitychange", wake);
		socket.off("connect", onConnect);
		socket.off("disconnect", onDisconnect);
		socket.off("connect_error", onConnectError);
		socket.off("state:delta", take);
		socket.disconnect();
	};
}

function set(connection: Connection): void {
	liveStore.setState({ connection });
}

function settledWith(delta: Delta): Live["settled"] {
	const { settled } = liveStore.getState();
	if (delta.change.type !== "question") return settled;
	const { question } = delta.change;
	const others = Object.entries(settled).filter(([ticket]) => ticket !== question.ticket);
	if (question.status === "pending") return Object.fromEntries(others);
	return Object.fromEntries([...others, [question.ticket, question] as const].slice(-SETTLED_LIMIT));
}

/** True when the dashboard answers and does not know this browser. */
async function isSignedOut(): Promise<boolean> {
	try {
		return (await fetch("/session", { headers: sessionHeaders() })).status === 401;
	} catch {
		return false; // It cannot be reached at all, which the banner says.
	}
}
