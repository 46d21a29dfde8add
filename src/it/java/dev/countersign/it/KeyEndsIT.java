package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Jvm;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of certificates and secrets, in sight and afterwards. */
class KeyEndsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void whatEndsIsShownAndAfterItsEndCountsOnlyWhereTheDeployerSaysSo() throws Exception {
        WarCommand command = ExecutableWar.in(folder.resolve("data"));
        String password;
        try (ExecutableWar war = command.start()) {
            password = war.password();
            refusesWhatHasEnded(war, new Administrator(war.url(), password));
        }
        try (ExecutableWar war = command.withEnvironment("COUNTERSIGN_EXPIRED_CERTIFICATES", "accept")
                .start()) {
            OpensslClient openssl = new OpensslClient(folder, war.url());
            assertThat(SigningClient.verify(war.url(), openssl.assertion("ended", "RS256", "ended.key"))
                            .statusCode())
                    .isEqualTo(204);
            countsThem(war);
        }
    }

    private void refusesWhatHasEnded(ExecutableWar war, Administrator administrator) throws Exception {
        OpensslClient openssl = new OpensslClient(folder, war.url());
        // The day before yesterday it was made for a day; "soon" has twenty left.
        openssl.run("""
                openssl req -new -newkey rsa:2048 -nodes -subj /CN=client -keyout ended.key -out ended.csr
                printf '[ca]\\ndefault_ca=own\\n[own]\\ndatabase=index\\nserial=serial\\nnew_certs_dir=.\\ndefault_md=sha256\\npolicy=any\\n[any]\\nCN=supplied\\n' > ca.conf
                : > index; echo 01 > serial
                openssl ca -batch -config ca.conf -selfsign -keyfile ended.key -in ended.csr -out ended.pem -notext \\
                  -startdate "$(date -u -d '2 days ago' +%Y%m%d%H%M%SZ)" -enddate "$(date -u -d '1 day ago' +%Y%m%d%H%M%SZ)"
                openssl req -x509 -newkey rsa:2048 -nodes -days 20 -subj /CN=client -keyout soon.key -out soon.pem
                """);
        RegisteredKeys keys = RegisteredKeys.ofNew(administrator, "ended");
        HttpResponse<String> unforced = administrator.upload("ended", "CERTIFICATE_PEM", openssl.file("ended.pem"));
        assertThat(unforced.statusCode()).isEqualTo(422);
        assertThat(unforced.body()).contains("expired");
        assertThat(keys.all()).isEmpty();

        assertThat(keys.add("CERTIFICATE_PEM", openssl.file("ended.pem"), true))
                .singleElement()
                .asString()
                .contains("expiredCertificates");

        String assertion = openssl.assertion("ended", "RS256", "ended.key");
        assertThat(SigningClient.verify(war.url(), assertion).statusCode()).isEqualTo(401);
        assertThat(war.awaitErr(
                        line -> line.contains("client=\"ended\" method=private_key_jwt")
                                && line.contains("refused=CERTIFICATE_NOT_VALID aud="),
                        PATIENCE))
                .isTrue();
        HttpResponse<String> tried = administrator.post("/clients/ended/try", "{\"assertion\":\"" + assertion + "\"}");
        assertThat(failedCheck(tried)).asString().contains("id=key", "expired 20", "has to be valid now");

        RegisteredKeys.ofNew(administrator, "soon").add("CERTIFICATE_PEM", openssl.file("soon.pem"));
        administrator.register("\"client_id\":\"secretive\"");
        administrator.post("/clients/secretive/secrets", "{\"label\":\"brief\",\"lifetime\":\"P5D\"}");
        assertThat(ending(administrator, "?within=P30D")).containsExactly("secretive secret", "soon certificate");
        assertThat(ending(administrator, "?within=P10D")).containsExactly("secretive secret");
        assertThat(ending(administrator, "?within=P30D&since=P3D"))
                .containsExactly("ended certificate", "secretive secret", "soon certificate");
    }

    private static void countsThem(ExecutableWar war) throws Exception {
        try (Jvm jvm = new Jvm(ProcessHandle.of(war.pid()).orElseThrow())) {
            MBeanServerConnection beans = jvm.beans();
            ObjectName name = new ObjectName("dev.countersign:type=Credentials,context=/countersign");
            await(() -> !beans.getAttribute(name, "LastLooked").equals(""));
            assertThat(beans.getAttribute(name, "Expired")).isEqualTo(1L);
            assertThat(beans.getAttribute(name, "EndingWithin1Day")).isEqualTo(0L);
            assertThat(beans.getAttribute(name, "EndingWithin7Days")).isEqualTo(1L);
            assertThat(beans.getAttribute(name, "EndingWithin30Days")).isEqualTo(2L);
        }
    }

    private static List<String> ending(Administrator administrator, String query) throws Exception {
        return items(administrator.get("/expiring" + query), "items").stream()
                .map(item -> item.get("client_id") + " " + item.get("kind"))
                .toList();
    }

    private static List<Map<String, Object>> failedCheck(HttpResponse<String> tried) throws Exception {
        return items(tried, "checks").stream()
                .filter(check -> !check.get("result").equals("passed"))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> items(HttpResponse<String> answer, String name) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (List<Map<String, Object>>) JsonUtil.parseJson(answer.body()).get(name);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }
}
