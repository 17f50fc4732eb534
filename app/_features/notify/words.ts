import type { Channel, Delivery } from "../../../server/contract/notify.ts";
import type { StateWords } from "../../_words/daemon-words.ts";

/** How one message fares. */
export function deliveryState({ status, attempts, error }: Delivery): StateWords {
	switch (status) {
		case "sent":
			return { word: "Sent", tone: "ok", shape: "check" };
		case "failed":
			return { word: "Failed", tone: "bad", shape: "cross" };
		case "dropped":
			return { word: "Not needed", tone: "off", shape: "square" };
		case "pending":
			if (attempts > 0 && error !== null) return { word: "Tried again", tone: "warn", shape: "bang" };
			return { word: error === null ? "On its way" : "Waits", tone: "busy", shape: "clock" };
	}
}

/** How a channel fares: by the last message that was tried. */
export function channelState({ problem, last }: Channel): StateWords {
	if (problem !== null) return { word: "Not usable", tone: "bad", shape: "cross" };
	if (last === null) return { word: "Not used yet", tone: "off", shape: "ring" };
	if (last.status === "sent") return { word: "Works", tone: "ok", shape: "check" };
	return deliveryState(last);
}

const EVENTS: Record<Delivery["event"], string> = {
	question: "Question",
	alert: "Alert",
	handover: "Handover",
	test: "Test",
};

/** `Question by email`, `Alert to Firefox on Linux` */
export function whatAndWhom({ event, channel, target }: Delivery): string {
	return `${EVENTS[event]} ${channel === "push" ? "to" : "by"} ${target}`;
}

/** What became of a test, in one sentence for whoever sent it. */
export function testWords(deliveries: readonly Delivery[]): string {
	const bad = deliveries.find(({ status }) => status !== "sent");
	if (!bad) return deliveries.length > 1 ? `${deliveries.length} tests were sent.` : "The test was sent.";
	return bad.error ?? "It is not known yet how the test went: see the log below.";
}
