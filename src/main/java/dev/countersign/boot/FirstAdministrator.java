package dev.countersign.boot;

import dev.countersign.auth.Secret;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.store.jdbc.JdbcStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the administrator client {@code admin}, once per store: never again after its deletion. */
final class FirstAdministrator {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
    private static final ClientId ID = new ClientId("admin");

    private FirstAdministrator() {}

    static void register(Secret chosen, SecretIssuer issuer, JdbcStore store) {
        String secret = new String(chosen.bytes(), StandardCharsets.US_ASCII);
        chosen.close();
        IssuedSecret issued = issuer.issue(
                ID,
                AuthMethod.CLIENT_SECRET_BASIC,
                Optional.empty(),
                "bootstrap",
                Optional.of(secret),
                Optional.empty());
        issued.value().close();
        if (store.bootstrapAdministrator(ID, profile(), issued.registered())) {
            LOG.info("the administrator client \"{}\" was registered with the bootstrap secret", ID);
        }
    }

    private static ClientProfile profile() {
        return new ClientProfile(
                "Administrator",
                "The first administrator, registered at the first start",
                AccessType.CONFIDENTIAL,
                true,
                AuthMethod.CLIENT_SECRET_BASIC,
                Scopes.NONE,
                List.of(),
                true,
                Map.of());
    }
}
