import { NightshiftError } from "../../contract/errors.ts";
import type { Context } from "../context.ts";
import { DONE } from "../context.ts";
import { findDashboard, signInLink } from "../dashboard/find.ts";

/** `nightshift open`: a browser, signed in; `--print` prints the link instead. */
export async function open(context: Context, { print = false }: { print?: boolean }): Promise<number> {
	const found = await findDashboard(context.paths);
	if (found.state !== "up") {
		throw new NightshiftError(
			"dashboard-down",
			'The dashboard does not run: "nightshift start --open" starts it and opens it.',
		);
	}
	const link = signInLink(found.address);
	context.print({ link }, () => (print ? link : null));
	if (!print) await browse(context, link);
	return DONE;
}

/** Opens the person's browser; where there is none, says so and gives the link for another window. */
export async function browse(context: Context, link: string): Promise<void> {
	const shown =
		!hasScreen() || !(await opened(link)) ? `No browser can be opened here; open this link yourself: ${link}` : null;
	context.note(shown ?? "Opened in your browser.");
}

async function opened(link: string): Promise<boolean> {
	const { default: openInBrowser } = await import("open");
	try {
		await openInBrowser(link);
		return true;
	} catch {
		// Whatever keeps it from opening, the mend is the same: the person opens the link.
		return false;
	}
}

/** Over SSH or in a container there is none, and the opener would fail in silence. */
function hasScreen(env: NodeJS.ProcessEnv = process.env): boolean {
	if (process.platform !== "linux") return true;
	return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME || env.BROWSER);
}
