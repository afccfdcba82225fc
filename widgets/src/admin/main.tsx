import { t } from "../shared/i18n";
import { mount } from "../shared/mount";
import { Spinner } from "../shared/ui/Progress";

await mount(() => <Spinner label={t("common.loading")} />);
