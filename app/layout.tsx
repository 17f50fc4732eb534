import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Shell } from "./_shell/shell.tsx";
import "./globals.css";

// The title is set by the shell, because it carries a live count.
export const metadata: Metadata = {
	description: "What your daemons are doing, and what they need from you.",
	robots: { index: false, follow: false },
	applicationName: "Nightshift",
	manifest: "/manifest.webmanifest",
	icons: { apple: "/icon-192.png" },
};

export const viewport: Viewport = {
	colorScheme: "light dark",
	themeColor: [
		{ media: "(prefers-color-scheme: light)", color: "#ffffff" },
		{ media: "(prefers-color-scheme: dark)", color: "#1a1a18" },
	],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
	// Each page is rendered for its request, so that its scripts carry that request's nonce.
	await connection();
	return (
		<html lang="en">
			<body>
				<Shell>{children}</Shell>
			</body>
		</html>
	);
}
