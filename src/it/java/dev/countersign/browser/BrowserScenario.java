package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.KeySetServer;

/** What all that people do in a browser has in common: a running server, and visits that end with the test. */
interface BrowserScenario extends Scenario {

    /** A visit without a session, before any page. */
    ConsoleVisit visit();

    /** A person with the role, before any page. A test that ends a session begins one of its own. */
    ConsoleVisit signedIn();

    /** Where clients publish their keys. */
    KeySetServer publisher();

    /** At the door with a JWT. */
    default int verify(String assertion) throws Exception {
        return visitor().post("/verify", FORM, AssertionSigner.form(assertion)).statusCode();
    }

    /** One that proves itself by keys, and has none yet. */
    default void registerSigner(String id) throws Exception {
        String client = "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"}";
        assertThat(script().post("/clients", client).statusCode()).isEqualTo(201);
    }
}
