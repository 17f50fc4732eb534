import { momentOf } from "../../_ui/time.tsx";

/** `08:11:05` in the person's time zone, the whole of it on hover: the day stands above. */
export function TimeOfDay({ at }: { at: string }) {
	const words = new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
	return (
		<time {...momentOf(at)} className="text-small leading-5 whitespace-nowrap text-ink-2" suppressHydrationWarning>
			{words}
		</time>
	);
}

/** `Today`, `Yesterday`, `Sat, 21 Nov 2026`. */
export function dayWords(at: string, now: number): string {
	const day = new Date(at).toDateString();
	if (day === new Date(now).toDateString()) return "Today";
	const before = new Date(now);
	before.setDate(before.getDate() - 1);
	if (day === before.toDateString()) return "Yesterday";
	return new Date(at).toLocaleDateString([], { weekday: "short", day: "numeric", month: "short", year: "numeric" });
}
