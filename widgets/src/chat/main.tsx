// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT

import { t } from "../shared/i18n";
import { mount } from "../shared/mount";

await mount(() => <p>{t("common.loading")}</p>);
