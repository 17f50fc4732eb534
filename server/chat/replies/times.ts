/** `3 h 5 min`, for people; two parts at most. */
export function lasting(seconds: number): string {
	const whole = Math.max(0, Math.floor(seconds));
	const parts = [
		[Math.floor(whole / 86_400), "d"],
		[Math.floor(whole / 3_600) % 24, "h"],
		[Math.floor(whole / 60) % 60, "min"],
		[whole % 60, "s"],
	] as const;
	const first = parts.findIndex(([count]) => count > 0);
	if (first < 0) return "0 s";
	return parts
		.slice(first, first + 2)
		.filter(([count]) => count > 0)
		.map(([count, unit]) => `${count} ${unit}`)
		.join(" ");
}

/** `5 min ago`. */
export function ago(time: string, now = Date.now()): string {
	return `${lasting((now - Date.parse(time)) / 1_000)} ago`;
}
