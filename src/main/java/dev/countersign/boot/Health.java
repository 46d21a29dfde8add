package dev.countersign.boot;

import dev.countersign.auth.CertificatePaths;
import dev.countersign.http.HealthChecks;
import dev.countersign.secret.KeyRing;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.task.ChangeLag;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** What a node needs to be ready, and what is reported beside it. Stateless. */
final class Health {

    private Health() {}

    static HealthChecks checks(
            KeyRing ring, Stores stores, ChangeLag lag, CertificatePaths paths, InstantSource clock) {
        JdbcStore state = stores.state();
        Map<String, HealthChecks.Check> required = new HashMap<>(stores.required());
        required.put("store", state::ping);
        required.put("masterKey", () -> MasterKeyCheck.confirm(ring, state.masterKeyChecks()));
        required.put("changes", lag::requireReady);
        Map<String, HealthChecks.Check> reported = new HashMap<>(stores.reported());
        if (!paths.authorities().isEmpty()) {
            reported.put("revocationLists", paths::requireUsableLists);
        }
        return new HealthChecks(required, reported, clock);
    }
}
