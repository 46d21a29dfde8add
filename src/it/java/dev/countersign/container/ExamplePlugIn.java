package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The plug-in of {@code src/doc/plug-ins.md}, built as the page says, and a client of its method. */
final class ExamplePlugIn {

    static final String METHOD = "https://example.com/auth/signed-time";

    private static final Page PAGE = Page.at("src/doc/plug-ins.md");
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record) (\\w+)");

    private final KeyPair keys;

    ExamplePlugIn() throws GeneralSecurityException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** The jar, made in this folder. */
    static Path build(Path folder) throws IOException, InterruptedException {
        Path sources = Files.createDirectories(folder.resolve("com/example/time"));
        for (String source : PAGE.blocks("Write it", "java")) {
            Matcher type = TYPE.matcher(source);
            assertThat(type.find()).as(source).isTrue();
            Files.writeString(sources.resolve(type.group(1) + ".java"), source);
        }
        Files.copy(Path.of("target/countersign-classes.jar"), folder.resolve("countersign-classes.jar"));
        String java = Path.of(System.getProperty("java.home"), "bin") + ":";
        Shell.run("cd '" + folder + "'\nPATH='" + java + "'\"$PATH\"\n" + PAGE.script("Build it"), Map.of());
        return folder.resolve("signed-time.jar");
    }

    String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    String authorization(String client, long seconds) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update((client + ':' + seconds).getBytes(StandardCharsets.US_ASCII));
        return "Example-Time " + client + ':' + seconds + ':'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }
}
