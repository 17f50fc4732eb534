import { Notifications } from "../_features/notify/notifications.tsx";
import { Settings } from "../_features/rules/settings.tsx";

export default function SettingsPage() {
	return (
		<>
			<Settings />
			<Notifications />
		</>
	);
}
