package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traefik and Envoy are not run here: at least nothing that their recipes name is missing from them. */
class WrittenRecipesIT {

    private static final Page PAGE = Page.at("src/doc/proxies.md");
    private static final List<String> OURS = List.of("x-client-id", "x-client-auth-method", "x-client-scope");

    @ParameterizedTest
    @ValueSource(strings = {"Traefik", "Envoy", "Certificates by Traefik", "Certificates by Envoy"})
    void everyLineIsYaml(String proxy) {
        assertThat(PAGE.script(proxy, "yaml").lines())
                .isNotEmpty()
                .allMatch(
                        line -> line.matches("( {2})*(- )?(\"@type\"|[A-Za-z][A-Za-z0-9_-]*): ?\\S?.*|( {2})*- \\S+"));
    }

    @Test
    void traefikFindsWhatItsRecipeNames() {
        String recipe = PAGE.script("Traefik", "yaml");
        List<String> defined = found(recipe, "(?m)^ {4}([a-z-]+):$");
        assertThat(defined).contains("api", "countersign", "without-credential", "application");
        assertThat(found(recipe, "middlewares: \\[([a-z, -]+)\\]"))
                .hasSize(1)
                .allSatisfy(list -> assertThat(defined).contains(list.split(", ")));
        assertThat(defined).containsAll(found(recipe, "service: ([a-z]+)"));
        assertThat(found(recipe, "authResponseHeaders: \\[(.*)\\]"))
                .allSatisfy(list -> assertThat(list.split(", "))
                        .usingElementComparator(String::compareToIgnoreCase)
                        .containsExactlyElementsOf(OURS))
                .hasSize(1);
        assertThat(recipe)
                .contains("trustForwardHeader: false", "aliasHeadersStrategy: delete", "Authorization: \"\"")
                .contains("address: http://127.0.0.1:8080/countersign/verify\n");
    }

    @Test
    void envoyFindsWhatItsRecipeNames() {
        String recipe = PAGE.script("Envoy", "yaml");
        String clusters = recipe.substring(recipe.indexOf("\n  clusters:\n"));
        assertThat(found(recipe, "cluster: ([a-z]+)"))
                .hasSize(2)
                .allSatisfy(name -> assertThat(clusters).contains("    - name: " + name + "\n"));
        assertThat(found(recipe, "\"@type\": (\\S+)"))
                .hasSize(5)
                .allMatch(type -> type.startsWith("type.googleapis.com/envoy.extensions."));
        assertThat(found(recipe.substring(recipe.indexOf("allowed_upstream_headers:")), "exact: (\\S+)"))
                .containsExactlyElementsOf(OURS);
        assertThat(recipe)
                .contains("failure_mode_allow: false", "path_override: /countersign/verify/200\n")
                .doesNotContain("path_prefix");
        assertThat(found(recipe, "safe_regex: \\{ regex: \"(.*)\" \\}"))
                .hasSize(1)
                .allSatisfy(regex -> assertThat(OURS).allMatch(name -> name.matches(regex)))
                .allSatisfy(regex -> assertThat("x_client.id").matches(regex));
    }

    @Test
    void bothForwardCertificatesAndNoHeaderOfAClient() {
        assertThat(PAGE.script("Certificates by Envoy", "yaml"))
                .contains("forward_client_cert_details: SANITIZE_SET\n", "    cert: true\n");
        assertThat(PAGE.script("Certificates by Traefik", "yaml"))
                .contains("X-Forwarded-Tls-Client-Cert: \"\"\n", "clientAuthType: RequestClientCert\n");
    }

    private static List<String> found(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
