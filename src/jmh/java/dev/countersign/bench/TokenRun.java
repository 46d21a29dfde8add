package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What access tokens cost the processor, in one server each for RS256 and ES256: a token at {@code /token}, the same
 * token again and again at {@code /verify} and {@code /introspect}, beside Basic at {@code /verify} and an unguarded
 * servlet, asked in turn.
 */
final class TokenRun {

    private static final int ROUNDS = 15;
    private static final int WARM_UP_REQUESTS = 30_000;
    private static final int REQUESTS = 6_000;

    private TokenRun() {}

    static void main() throws Exception {
        Path folder = Files.createTempDirectory("countersign-tokens");
        Path measured = MeasuredWar.make(Container.war(), folder);
        for (String algorithm : List.of("RS256", "ES256")) {
            WarCommand command = WarCommand.in(folder.resolve(algorithm))
                    .of(measured)
                    .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                    .withEnvironment("COUNTERSIGN_TOKEN_LIFETIME", "PT1H")
                    .withEnvironment("COUNTERSIGN_TOKEN_ALGORITHM", algorithm);
            try (ExecutableWar war = command.start()) {
                measure(algorithm, war);
            }
        }
    }

    private static void measure(String algorithm, ExecutableWar war) throws Exception {
        String basic = LoadRun.register(war.url(), "billing", "");
        String token = token(war.url(), basic);
        ProcessHandle process = ProcessHandle.of(war.pid()).orElseThrow();
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("unguarded form", form("/countersign/unguarded", "", "grant_type=client_credentials"));
        requests.put("Basic at /verify", LoadRun.request("/countersign/verify", basic));
        requests.put(
                "Bearer at /verify", LoadRun.request("/countersign/verify", "Authorization: Bearer " + token + "\r\n"));
        requests.put("/introspect", form("/countersign/introspect", basic, "token=" + token));
        requests.put("/token", form("/countersign/token", basic, "grant_type=client_credentials"));

        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (Map.Entry<String, String> request : requests.entrySet()) {
            new MeasuredServer(process, war.port(), request.getValue()).cost(WARM_UP_REQUESTS);
            costs.put(request.getKey(), new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, String> request : requests.entrySet()) {
                MeasuredServer server = new MeasuredServer(process, war.port(), request.getValue());
                costs.get(request.getKey()).add(server.cost(REQUESTS));
            }
        }
        costs.forEach((name, each) -> System.out.printf(
                Locale.ROOT, "%s, %s: %.1f us of processor time a request%n", algorithm, name, median(each)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String form(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String token(String url, String basic) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", basic.strip().substring("Authorization: ".length()))
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return answer.replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1");
    }
}
