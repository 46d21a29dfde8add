package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Registers the client of a case.
     *
     * @param members further ones of its registration, such as {@code "audience_policy":"legacy"}
     */
    static LibraryClient register(Administrator administrator, LibraryCase library, List<String> members)
            throws IOException, InterruptedException, JoseException {
        String id = library.client();
        List<String> all = new ArrayList<>(members);
        all.add("\"client_id\":\"" + id + '"');
        all.add("\"token_endpoint_auth_method\":\"" + library.method() + '"');
        all.add("\"scope\":\"" + SCOPE + " invoices:write\"");
        if (!library.method().equals("private_key_jwt")) {
            return new LibraryClient(id, administrator.register(String.join(",", all)), "");
        }
        PublicJsonWebKey key = AssertionSigner.key(library.algorithm(), "k1");
        all.add("\"jwks\":" + AssertionSigner.keySet(key));
        HttpResponse<String> created = administrator.post("/clients", '{' + String.join(",", all) + '}');
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
