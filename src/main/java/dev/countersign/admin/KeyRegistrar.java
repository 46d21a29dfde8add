package dev.countersign.admin;

import dev.countersign.manage.KeyDescriber;
import java.time.InstantSource;

/** The collaborators of a {@link KeyRegistration}. Thread-safe. */
public record KeyRegistrar(
        AdministeredClients clients,
        MethodCatalog catalog,
        KeyDescriber describer,
        StoreAbilities store,
        InstantSource clock) {

    /**
     * @throws ProblemException when the client does not exist, has another version than expected, or uses no keys
     */
    KeyRegistration begin(Call call) {
        return KeyRegistration.begin(this, call);
    }
}
