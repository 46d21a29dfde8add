package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * A registered client, and what its library is configured with. Immutable.
 *
 * @param secret empty where it has a key
 * @param key a JSON Web Key with its private members; empty where it has a secret
 */
record LibraryClient(String id, String secret, String key) {

    static final String SCOPE = "invoices:read";

    /** Registers the client of a case, as an administrator does whose client has this library. */
    static LibraryClient register(Administrator administrator, LibraryCase library, String... members)
            throws IOException, InterruptedException, JoseException {
        String id = library.client();
        StringBuilder client = new StringBuilder("\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"" + library.method()
                + "\",\"scope\":\"" + SCOPE + " invoices:write\"");
        for (String member : members) {
            client.append(',').append(member);
        }
        if (!library.method().equals("private_key_jwt")) {
            return new LibraryClient(id, administrator.register(client.toString()), "");
        }
        PublicJsonWebKey key = AssertionSigner.key(library.algorithm(), "k1");
        HttpResponse<String> created =
                administrator.post("/clients", "{" + client + ",\"jwks\":" + AssertionSigner.keySet(key) + '}');
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return new LibraryClient(id, "", key.toJson(OutputControlLevel.INCLUDE_PRIVATE));
    }

    /** What the scripts are told. */
    Map<String, String> environment(LibraryCase library, String issuer) {
        return Map.of(
                "ISSUER",
                issuer,
                "CLIENT_ID",
                id,
                "CLIENT_SECRET",
                secret,
                "CLIENT_KEY",
                key,
                "METHOD",
                library.method(),
                "ALGORITHM",
                library.algorithm());
    }

    /** The secret and the private key stay out of the reports of tests. */
    @Override
    public String toString() {
        return id;
    }
}
