package espalier.data.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import espalier.SharedData;
import espalier.basics.Problem;
import espalier.data.Dataset.Part;
import espalier.data.PictureSize;
import espalier.data.Pictures;
import espalier.data.TestPictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes around objects of a folder's pictures. */
class BoxesTest {

    @TempDir
    Path folder;

    /** Two classes of pictures, 40 high and 60 wide; a network takes their middle, 20×20 of 30×20. */
    private Pictures open(String boxes) throws IOException {
        byte[] bytes = TestPictures.bytes(TestPictures.image(60, 40, BufferedImage.TYPE_INT_RGB, Color.ORANGE), "png");
        for (String name : new String[] {"ant", "bee"}) {
            for (int i = 0; i < 2; i++) {
                TestPictures.write(folder.resolve("test").resolve(name).resolve(name + i + ".png"), bytes);
                TestPictures.write(folder.resolve("train").resolve(name).resolve(name + "t" + i + ".png"), bytes);
            }
        }
        Files.writeString(folder.resolve("boxes.csv"), boxes);
        return FolderDataset.open(folder, new PictureSize(20, 20)).part(Part.TEST);
    }

    @Test
    void aBoxIsCutAndScaledAsItsPictureIs() throws IOException {
        // In the picture's own pixels: its right half from the middle on, all rows.
        Pictures pictures = open("file,x0,y0,x1,y1\ntest/ant/ant0.png,30,0,60,40\n");
        boolean[] mask = pictures.mask(0).orElseThrow();
        for (int p = 0; p < mask.length; p++) {
            assertThat(mask[p]).isEqualTo(p % 20 >= 10);
        }
        assertThat(pictures.mask(1)).isEmpty();
    }

    @Test
    void boxesOfAnotherSizeSeveralBoxesAndNamesAloneAreUnderstood() throws IOException {
        Pictures pictures = open("""
                "image",other,xmin,ymin,xmax,ymax,orig_w,orig_h
                ant1.png,?,0,0,600,100,600,400
                ant1.png,?,0,300,600,400,600,400
                not-here.png,?,1,1,2,2,10,10

                """);
        assertThat(pictures.title(2)).isEqualTo("test/ant/ant1.png");
        boolean[] mask = pictures.mask(2).orElseThrow();
        for (int p = 0; p < mask.length; p++) {
            assertThat(mask[p]).isEqualTo(p / 20 < 5 || p / 20 >= 15);
        }
    }

    @Test
    void quotedCellsMayHoldCommasAndQuotes() throws IOException {
        Pictures pictures = open("""
                file,note,x0,y0,x1,y1
                test/ant/ant0.png,"brown, small",30,0,60,40
                "test/ant/ant1.png","a ""giant""\",0,0,30,40
                """);
        boolean[] right = pictures.mask(0).orElseThrow();
        boolean[] left = pictures.mask(2).orElseThrow();
        for (int p = 0; p < right.length; p++) {
            assertThat(right[p]).isEqualTo(p % 20 >= 10);
            assertThat(left[p]).isEqualTo(p % 20 < 10);
        }
    }

    @Test
    void whatIsNoBoxIsNamedWithItsLine() {
        assertThatThrownBy(() -> open("file,x0,y0,x1,y1\nant0.png,1,2,3,4\nant1.png,1,2,x,4\n"))
                .isInstanceOf(Problem.class).hasMessageContaining("Line 3 of ")
                .hasMessageContaining("is no box: “ant1.png,1,2,x,4”. Mend or remove it.");
        assertThatThrownBy(() -> open("a,b\n")).isInstanceOf(Problem.class)
                .hasMessageContaining("must name the columns file, x0, y0, x1 and y1");
    }

    @Test
    void imagenettesBoxesCoverTheSharesThatTheirTableSays() {
        Path pictures = SharedData.folder("data/imagenette");
        FolderDataset imagenette = FolderDataset.open(pictures, new PictureSize(224, 224));
        int boxed = 0;
        for (Part part : Part.values()) {
            Pictures some = imagenette.part(part);
            boxed += (int) IntStream.range(0, some.size()).filter(i -> some.mask(i).isPresent()).count();
            for (int i = 0; i < some.size(); i++) {
                if (some.title(i).endsWith("ILSVRC2012_val_00000293.JPEG")) {
                    // 324×157 and 262×151 of 500×375, with what both share counted once.
                    double share = count(some.mask(i).orElseThrow()) / (224.0 * 224);
                    assertThat(share).isCloseTo(0.348, within(0.01));
                }
            }
        }
        assertThat(boxed).isEqualTo(500);
    }

    private static long count(boolean[] mask) {
        return IntStream.range(0, mask.length).filter(i -> mask[i]).count();
    }
}
