package dev.countersign.launch;

import java.io.PrintStream;
import java.util.Optional;

/**
 * The text that is printed when the server serves, with the password when it is a new one.
 *
 * @param url where clients reach it
 * @param listens the scheme, address and port on which it listens, which differ from those behind a proxy
 * @param mtlsUrl where clients with TLS certificates reach it, if that is another port
 * @param otherClients whether the clients are elsewhere than in the database, so that none was made for the administrator
 */
record Welcome(
        String url,
        String listens,
        Optional<String> mtlsUrl,
        DataDirectory data,
        AdministratorPassword password,
        boolean otherClients) {

    /** Whether it was printed: a password that could not be shown must not be deleted. */
    boolean print(PrintStream out) {
        out.println(
                "Countersign serves " + url + ", listening on " + listens + ", keeping its files in " + data.path());
        mtlsUrl.ifPresent(mtls -> out.println("  mtls      " + mtls + "   (asks for TLS client certificates)"));
        password.toShow().ifPresent(secret -> {
            String curl = " -u " + AdministratorLogin.NAME + ":" + secret + " " + url;
            out.println("  password  " + secret + "   (shown only this once)");
            if (otherClients) {
                out.println("            (for the console; the clients are those of the setting store)");
            } else if (password.isClients()) {
                out.println("  try       curl -i" + curl + "/verify");
                out.println("            curl" + curl + "/admin/clients");
            } else {
                out.println(
                        "            (for the console; the client " + AdministratorLogin.NAME + " keeps its secret)");
            }
        });
        // Last, so that a script that waits for this line has read the rest.
        out.println("  console   " + url + "/console/   (user: " + AdministratorLogin.NAME + ")");
        return !out.checkError();
    }
}
