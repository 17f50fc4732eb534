import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Attachments } from "../../../app/_features/inbox/attachments.tsx";
import { question } from "./samples.ts";

const file = { name: "page.png", mediaType: "image/png", size: 2_048 };

test("a file whose content was removed is named, with when, and nothing is offered for it", () => {
	const attachments = [
		{ ...file, id: 1, removedAt: "2026-11-21T08:00:00.000Z" },
		{ ...file, id: 2 },
	];
	const html = renderToStaticMarkup(<Attachments question={question({ attachments })} />);
	const [removed = "", kept = ""] = html.split("</li>");
	expect(removed.replaceAll(/<[^>]+>/g, "")).toMatch(
		/^page\.png \(.*\) is no longer kept: it was removed on .*2026.*\.$/,
	);
	expect(removed).not.toContain("<button");
	expect(kept).toContain('aria-label="Save page.png"');
});
