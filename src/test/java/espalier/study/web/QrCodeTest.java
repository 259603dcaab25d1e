package espalier.study.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QrCodeTest {

    @Test
    void aPhoneReadsTheAddressBack() throws Exception {
        String address = "http://192.168.178.123:8080/?code=RTVT7H";
        QrCode code = QrCode.of(address);
        int scale = 5;
        int side = (code.size() + 2 * QrCode.QUIET) * scale;
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, 0xFFFFFF);
        for (int i = 0; i < pixels.length; i++) {
            int row = i / side / scale - QrCode.QUIET;
            int column = i % side / scale - QrCode.QUIET;
            if (row >= 0 && column >= 0 && row < code.size() && column < code.size() && code.dark()[row][column]) {
                pixels[i] = 0;
            }
        }
        assertThat(new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels)))).getText())
                .isEqualTo(address);
    }
}
