package dev.countersign.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** TOK-3, GEN-8: whatever is asked for, no token has more than is registered. */
class TokenRequestFuzz {

    private static final URI ISSUER = URI.create("https://sentry.example");
    private static final Scopes REGISTERED = Scopes.parse("read write invoices:read");
    private static final List<String> AUDIENCE = List.of("https://a.example", "urn:b");
    private static final Client CLIENT = client();

    /** A line for each parameter: its name, an equals sign, its value. */
    @FuzzTest(maxDuration = "10m")
    void parameters(byte[] lines) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String line : new String(lines, StandardCharsets.UTF_8).split("\n", -1)) {
            int equals = line.indexOf('=');
            values.computeIfAbsent(line.substring(0, Math.max(equals, 0)), name -> new ArrayList<>())
                    .add(line.substring(equals + 1));
        }
        Map<String, String[]> form = new LinkedHashMap<>();
        values.forEach((name, all) -> form.put(name, all.toArray(String[]::new)));
        try {
            Parameters parameters = Parameters.of(form, Set.of("resource", "audience"));
            Scopes scopes = RequestedScope.of(parameters, REGISTERED);
            assertThat(REGISTERED.tokens()).containsAll(scopes.tokens());
            assertThat(scopes.tokens()).isNotEmpty();
            List<String> audience = RequestedAudience.of(parameters, CLIENT, ISSUER);
            assertThat(audience).isNotEmpty().doesNotHaveDuplicates();
            assertThat(audience).allMatch(one -> AUDIENCE.contains(one) || one.equals(ISSUER.toString()));
            assertThat(values.getOrDefault("scope", List.of()).size()).isLessThan(2);
        } catch (OAuthException e) {
            assertThat(e.error()).isIn("invalid_request", "invalid_scope", "invalid_target");
            assertThat(e.description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        }
    }

    private static Client client() {
        ClientProfile profile = new ClientProfile(
                "",
                "",
                AccessType.CONFIDENTIAL,
                true,
                AuthMethod.CLIENT_SECRET_BASIC,
                REGISTERED,
                AUDIENCE,
                false,
                Map.of());
        return new Client(new ClientId("billing"), profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }
}
