import { useEffect, useState } from "react";

/** A page that was not touched for this long is open on the desk of somebody who has left. */
const IDLE_MS = 5 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "focus"] as const;

/** Whether somebody looks at this page: it is in sight, and was used in the last five minutes. */
export function useLooked(): boolean {
	const [looked, setLooked] = useState(false);
	useEffect(() => {
		let idle: ReturnType<typeof setTimeout> | undefined;
		const left = () => {
			clearTimeout(idle);
			setLooked(false);
		};
		const used = () => {
			if (document.visibilityState === "hidden") return left();
			clearTimeout(idle);
			idle = setTimeout(left, IDLE_MS);
			setLooked(true);
		};
		used();
		document.addEventListener("visibilitychange", used);
		for (const sign of SIGNS) window.addEventListener(sign, used, { passive: true, capture: true });
		return () => {
			clearTimeout(idle);
			document.removeEventListener("visibilitychange", used);
			for (const sign of SIGNS) window.removeEventListener(sign, used, { capture: true });
		};
	}, []);
	return looked;
}
